/**
 * The API of /widget.js: `window.dateline`, two elements, and events.
 *
 * Responses have the types in /client.d.ts.
 */

import type { Answer, AskFilters } from "./client.js";

/** A question and its article filters. */
export interface Asked {
  question: string;
  filters: AskFilters;
}

export interface DatelineEvents {
  open: null;
  close: null;
  ask: Asked;
  answer: { question: string; reply: Answer };
  /** `kind` is the type of error, `detail` the service's message about it, or "". */
  error: {
    kind:
      | "offline" | "slow" | "broken" | "limited" | "missing" | "off" | "refused" | "failed" | "stopped";
    detail: string;
  };
  feedback: unknown;
}

/** `window.dateline`. Events are also dispatched as bubbling DOM events, `dateline-open` and so on. */
export interface DatelineApi {
  open(): Promise<void>;
  close(): void;
  /** Opens the window and asks a question. */
  ask(question: string, filters?: AskFilters): Promise<void>;
  /** Returns a function that removes the listener. */
  on<Name extends keyof DatelineEvents>(
    name: Name,
    listener: (detail: DatelineEvents[Name]) => void,
  ): () => void;
}

/** `<dateline-chat>`. */
export interface DatelineChatElement extends HTMLElement {
  /** Replacement texts, by the names in `prompts/en/page.txt`; set before it is connected. */
  strings: Record<string, string>;
  filters: AskFilters;
  ask(question: string, filters?: AskFilters): Promise<void>;
  clear(): Promise<void>;
}

type DomEvents = { [Name in keyof DatelineEvents as `dateline-${Name}`]: CustomEvent<DatelineEvents[Name]> };

declare global {
  interface Window {
    dateline: DatelineApi;
  }
  interface DocumentEventMap extends DomEvents {}
  interface HTMLElementTagNameMap {
    "dateline-chat": DatelineChatElement;
    "dateline-ask": HTMLElement;
  }
}
