/**
 * What /widget.js gives to a page: `window.dateline`, two elements, and events.
 *
 * Replies have the types of /client.d.ts.
 */

import type { Answer, AskFilters } from "./client.js";

/** What a question asks, and what limits the articles. */
export interface Asked {
  question: string;
  filters: AskFilters;
}

export interface DatelineEvents {
  open: null;
  close: null;
  ask: Asked;
  answer: { question: string; reply: Answer };
  /** `kind` says what went wrong, `detail` is the service's own sentence about it, or "". */
  error: {
    kind:
      | "offline" | "slow" | "broken" | "limited" | "missing" | "off" | "refused" | "failed" | "stopped";
    detail: string;
  };
  feedback: unknown;
}

/** `window.dateline`. Events are also DOM events, named `dateline-open` and so on, which bubble. */
export interface DatelineApi {
  open(): Promise<void>;
  close(): void;
  /** Opens the window and asks. */
  ask(question: string, filters?: AskFilters): Promise<void>;
  /** Returns what stops the listening. */
  on<Name extends keyof DatelineEvents>(
    name: Name,
    listener: (detail: DatelineEvents[Name]) => void,
  ): () => void;
}

/** `<dateline-chat>`. */
export interface DatelineChatElement extends HTMLElement {
  /** Words by the names in `prompts/en/page.txt`, in the place of ours; set before it is connected. */
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
