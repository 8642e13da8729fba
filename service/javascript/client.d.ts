// Generated from the OpenAPI document by `python -m tests.tools.typescript`: do not edit.

export interface Options {
  /** Maximum number of attempts for a safe request; default 4. */
  tries?: number;
  /** Timeout of each attempt; default 60,000. */
  timeoutMilliseconds?: number;
  /** Headers of every request, such as `Accept-Language`. */
  headers?: Record<string, string>;
}

export interface CallOptions {
  signal?: AbortSignal;
}

/** The service rejected the request: `problem` gives the reason (RFC 9457). */
export class ProblemError extends Error {
  constructor(problem: Problem, retryAfterSeconds?: number | null);
  readonly problem: Problem;
  readonly retryAfterSeconds: number | null;
}

export class Dateline {
  constructor(address?: string, options?: Options);
  stream(
    question: string | AskRequest,
    options?: { suggestions?: number } & CallOptions,
  ): AsyncGenerator<StreamEvent>;
  ask(question: string | AskRequest, options?: CallOptions): Promise<Answer>;
  askBatch(questions: (string | AskRequest)[], options?: CallOptions): Promise<BatchAnswer>;
  search(question: string | SearchRequest, options?: CallOptions): Promise<SearchAnswer>;
  context(question: string | ContextRequest, options?: CallOptions): Promise<ContextAnswer>;
  check(text: string | CheckRequest, options?: CallOptions): Promise<CheckAnswer>;
  suggestions(question?: string | SuggestRequest, options?: CallOptions): Promise<SuggestionList>;
  complete(q: string, options?: { limit?: number; collection?: string; source?: string; author?: string; published_from?: string; published_to?: string; as_of?: string; meta?: string[] } & CallOptions): Promise<CompletionList>;
  articles(options?: { collection?: string; limit?: number; after?: string; order?: "id" | "newest"; source?: string; author?: string; published_from?: string; published_to?: string; meta?: string[] } & CallOptions): AsyncGenerator<ArticleSummary>;
  article(id: string, options?: { collection?: string; version?: string } & CallOptions): Promise<ArticleOut>;
  quotesIn(id: string, options?: { collection?: string; version?: string } & CallOptions): Promise<QuoteOut[]>;
  versions(id: string, options?: { collection?: string } & CallOptions): Promise<VersionSummary[]>;
  embargoed(options?: { collection?: string; limit?: number; after?: string } & CallOptions): AsyncGenerator<HeldArticle>;
  add(article: ArticleIn, options?: { collection?: string; identity?: Rule } & CallOptions): Promise<ArticleAdded>;
  addMany(articles: ArticleIn[], options?: { collection?: string; identity?: Rule } & CallOptions): Promise<JobOut>;
  upload(files: Iterable<File>, options?: { collection?: string; identity?: Rule } & CallOptions): Promise<JobOut>;
  replace(id: string, request: ArticleIn, options?: { collection?: string } & CallOptions): Promise<ArticleAdded>;
  delete(id: string, options?: { collection?: string } & CallOptions): Promise<void>;
  restore(request: RestoreRequest, options?: CallOptions): Promise<ArticleAdded>;
  fetch(url: string | FetchRequest, options?: CallOptions): Promise<JobOut>;
  job(id: string, options?: { after?: number } & CallOptions): Promise<JobOut>;
  jobDocuments(id: string, options?: { after?: number } & CallOptions): AsyncGenerator<JobDocument>;
  cancel(id: string, options?: CallOptions): Promise<JobOut>;
  people(options?: { collection?: string; q?: string; limit?: number; after?: number } & CallOptions): AsyncGenerator<PersonOut>;
  quotesBy(id: string, options?: { collection?: string; about?: string; limit?: number; source?: string; published_from?: string; published_to?: string; meta?: string[] } & CallOptions): Promise<PersonQuotes>;
  collections(options?: CallOptions): Promise<CollectionOut[]>;
  collection(name: string, options?: CallOptions): Promise<CollectionDetails>;
  createCollection(name: string, options?: CallOptions): Promise<CollectionOut>;
  dropCollection(name: string, options?: CallOptions): Promise<void>;
  reembed(name: string, options?: CallOptions): Promise<JobOut>;
  begin(collection?: string | NewConversation, options?: CallOptions): Promise<ConversationOut>;
  conversations(id: string[], options?: CallOptions): Promise<ConversationList>;
  conversation(id: string, options?: { after?: number; limit?: number } & CallOptions): Promise<ConversationDetails>;
  turns(id: string, options?: { after?: number; limit?: number } & CallOptions): AsyncGenerator<TurnOut>;
  export(id: string, options?: { format?: "jsonl" | "markdown" } & CallOptions): Promise<string>;
  end(id: string, options?: CallOptions): Promise<void>;
  sendFeedback(request: FeedbackRequest, options?: CallOptions): Promise<FeedbackTaken>;
  feedback(options?: { collection?: string; verdict?: "down" | "up"; reason?: Reason; handled?: boolean; to_desk?: boolean; since?: string; limit?: number; after?: string } & CallOptions): AsyncGenerator<FeedbackOut>;
  makeToken(origin: string | TokenRequest, options?: CallOptions): Promise<TokenOut>;
}

/**
 * An event of an answer. `restarted`: discard everything received; the provisional answer was
 * wrong, or the connection was lost and the question is answered again, differently.
 */
export type StreamEvent =
  | { event: "searched"; data: Searched }
  | { event: "citation"; data: Citation }
  | { event: "answer"; data: Part }
  | { event: "suggestions"; data: SuggestionList }
  | { event: "done"; data: Answer }
  | { event: "restarted"; data: null };

/** The response to a question: verbatim answers, or the reason why there are none. */
export interface Answer {
  id: string;
  status: "answered" | "no_answer" | "uncertain";
  reason: string | null;
  text: string;
  searched: string;
  answers: AnswerItem[];
  citations: Citation[];
  nearest: Nearest[];
  timings_ms: Record<string, number>;
  models: Record<string, string>;
  disagreement?: boolean;
  choices?: Choice[];
  form?: Form;
  label?: string | null;
  sides?: Side[];
  more?: number;
  period?: Period | null;
  limits?: Limits | null;
  corrected?: Corrected | null;
  resolved?: Resolved[];
  notes?: string[];
  conversation_id?: string | null;
  turn?: number | null;
}

/** One answer: words of an article, and the numbers of the citations that contain them. */
export interface AnswerItem {
  quote: string;
  highlight: Highlight | null;
  highlights: Highlight[];
  speaker: Speaker | null;
  confidence: number;
  citations: number[];
  match?: "likely" | "maybe" | "strong" | "weak" | null;
  type?: AnswerType;
  value?: Value | null;
  verdict?: "no" | "yes" | null;
  disagreement?: boolean;
  timely?: boolean | null;
  day?: string | null;
  side?: number | null;
  explanation?: Record<string, number>;
}

/** The type of the words that answer. A `date` ("March 4", "last Tuesday"), a `time` of day, a `duration` ("a fortnight"), an `age`, `money`, a `difference` ("by 12 percent", "$40 more"), a `share` ("one in five"), a `score` ("3-2"), a `distance`, a `temperature`, a `count` ("eleven"), another `quantity` ("300 tonnes"), a `name`, a `place`, a `statement` (somebody's words, or a whole sentence) or other `text`. */
export type AnswerType = "age" | "count" | "date" | "difference" | "distance" | "duration" | "money" | "name" | "place" | "quantity" | "score" | "share" | "statement" | "temperature" | "text" | "time";

/** The outcome of adding one article. */
export interface ArticleAdded {
  id: string;
  version: string;
  status: string;
  assumed: string[];
  reason?: string | null;
}

/** An article to add; fields with limits are declared here. */
export interface ArticleIn {
  title?: string | null;
  url?: string | null;
  source?: string | null;
  published?: string | null;
  modified?: string | null;
  embargoed_until?: string | null;
  visible_to?: string[];
  authors?: string[];
  language?: string | null;
  meta?: Record<string, unknown>;
  text: string;
  id?: string | null;
}

/** One version of an article, with offsets in code points. */
export interface ArticleOut {
  title?: string | null;
  url?: string | null;
  source?: string | null;
  published?: string | null;
  modified?: string | null;
  embargoed_until?: string | null;
  visible_to?: string[];
  authors?: string[];
  language?: string | null;
  meta?: Record<string, string | number | boolean | string[]>;
  id: string;
  collection: string;
  version: string;
  text: string;
  format: string;
  assumed: string[];
  added: string;
  superseded: boolean;
  marks: [number, number, string][];
  sentences: [number, number][];
  pages?: [number, number][];
}

/** An article in a list: its metadata without its text. */
export interface ArticleSummary {
  title?: string | null;
  url?: string | null;
  source?: string | null;
  published?: string | null;
  modified?: string | null;
  embargoed_until?: string | null;
  visible_to?: string[];
  authors?: string[];
  language?: string | null;
  meta?: Record<string, string | number | boolean | string[]>;
  id: string;
  version: string;
  characters: number;
  added: string;
}

/** Restricts which articles are searched. Single values need no list. */
export interface AskFilters {
  source?: string | string[] | null;
  author?: string | string[] | null;
  speaker?: string | null;
  article_ids?: string[] | null;
  published_from?: string | null;
  published_to?: string | null;
  meta?: FieldFilter | null;
}

/** One question. */
export interface AskRequest {
  question: string;
  collection?: string | null;
  conversation_id?: string | null;
  history?: HistoryTurn[] | null;
  as_of?: string | null;
  asked_at?: string | null;
  filters?: AskFilters;
  max_answers?: number;
  min_confidence?: number | null;
  maybe_confidence?: number | null;
  language?: string | null;
  explain?: boolean;
  spelling?: boolean;
  narrow?: boolean;
}

/** The question and the response, as far as known. */
export interface Asked {
  answer_id: string;
  question?: string | null;
  searched?: string | null;
  filters?: AskFilters;
  as_of?: string | null;
  asked_at?: string | null;
  answered?: string | null;
  status?: string | null;
  reason?: string | null;
  form?: string | null;
  answers?: ShownAnswer[];
  models?: Record<string, string>;
}

/** One answer for each question, in order. */
export interface BatchAnswer {
  answers: Answer[];
}

/** The quotations in a draft, in order. */
export interface CheckAnswer {
  quotations: CheckedQuotation[];
  accused: number;
  unread: number;
  took_ms: number;
}

/** A draft whose quotations to check. */
export interface CheckRequest {
  text: string;
  collection?: string | null;
}

/** A quotation in the draft, and what the collection contains of it. `verbatim`: an article quotes these words; `misattributed`: it does, but attributes them to somebody else; `altered`: an article quotes nearly these words, and `edits` shows the changes; `superseded`: only a replaced version of an article quotes these words; `indirect`: the words appear in an article, or nearly, but not in quotation marks; `not_found`: not verbatim in this collection, though somebody may still have said it; `too_short`: too few words to judge. `speaker_match` is `unchecked` if the draft or the article does not clearly name anyone. */
export interface CheckedQuotation {
  number: number;
  spans: DraftSpan[];
  claimed: string | null;
  verdict: "altered" | "indirect" | "misattributed" | "not_found" | "superseded" | "too_short" | "verbatim";
  speaker_match?: "other" | "same" | "unchecked";
  speaker?: string | null;
  citations?: Citation[];
  edits?: Edit[];
}

/** A suggested alternative: a person by full name, or an article that quotes the person. */
export interface Choice {
  name: string;
  person?: string | null;
  article_id?: string | null;
  hint?: string | null;
  viewer?: string | null;
  question?: string | null;
}

/** The source of a quote: in that version of the article, `text[start:end] == quote`. */
export interface Citation {
  number: number;
  article_id: string;
  version: string;
  title: string | null;
  source: string | null;
  authors: string[];
  url: string | null;
  published: string | null;
  start: number;
  end: number;
  start_utf16: number;
  end_utf16: number;
  quote: string;
  sha256: string;
  before: string;
  after: string;
  link: string | null;
  viewer: string;
  page?: number | null;
  revision?: "corrected" | "updated" | null;
  copy_of?: number | null;
}

/** Whether the model should cite what it uses. */
export interface CitationsSwitch {
  enabled?: boolean;
}

/** A collection, its size, and the custom fields of its articles. */
export interface CollectionDetails {
  name: string;
  articles: number;
  passages: number;
  created: string;
  newest: string | null;
  fields: FieldSummary[];
}

/** A collection and its size. */
export interface CollectionOut {
  name: string;
  articles: number;
  passages: number;
  created: string;
}

/** A completion of the words typed. */
export interface Completion {
  kind: "headline" | "outlet" | "person" | "word";
  text: string;
  question: string;
  start: number;
  articles: number;
  person?: string | null;
  article_id?: string | null;
  published?: string | null;
  source?: string | null;
}

/** Completions, best first. */
export interface CompletionList {
  completions: Completion[];
}

/** The best passages that fit the budget, as a list and as text. */
export interface ContextAnswer {
  text: string;
  tokens: number;
  max_tokens: number;
  counted_with: string;
  passages: ContextPassage[];
  blocks?: SearchResultBlock[];
}

/** One passage of the context, with its number of tokens. */
export interface ContextPassage {
  number: number;
  tokens: number;
  passage: FoundPassage;
  parts: TextPart[];
}

/** A question whose best passages should fit a token budget, as context for another model. */
export interface ContextRequest {
  question: string;
  max_tokens?: number;
  encoding?: "cl100k_base" | "o200k_base";
  format?: "anthropic" | "markdown" | "openai" | "text";
  collection?: string | null;
  as_of?: string | null;
  asked_at?: string | null;
  filters?: AskFilters;
}

/** A conversation with one page of its turns; to continue, send `next` as `after`. */
export interface ConversationDetails {
  id: string;
  collection: string;
  created: string;
  last_used: string;
  expires: string;
  turn_count: number;
  first_turn: number;
  turns: TurnOut[];
  next: number | null;
}

/** The requested conversations that exist, most recently used first. */
export interface ConversationList {
  conversations: ConversationOut[];
}

/** A conversation without its turns. */
export interface ConversationOut {
  id: string;
  collection: string;
  created: string;
  last_used: string;
  expires: string;
  turn_count: number;
  first_turn: number;
}

/** Another article that prints the same text. */
export interface Copy {
  article_id: string;
  title: string | null;
  source: string | null;
  url: string | null;
  published: string | null;
  viewer: string;
}

/** A question with corrected spelling, or with another name for its subject. */
export interface Corrected {
  from: string;
  to: string;
}

/** Words of the draft, with offsets in code points. */
export interface DraftSpan {
  start: number;
  end: number;
  text: string;
}

/** A step from the original to the draft: words kept, replaced, added or left out. */
export interface Edit {
  kind: "added" | "left_out" | "replaced" | "same";
  draft: string;
  original: string;
}

/** A citation as shown, with its words from the version that was quoted. */
export interface FeedbackCitation {
  number: number;
  article_id: string;
  version: string;
  start: number;
  end: number;
  quote: string;
  title: string | null;
  is_current: boolean;
}

/** Feedback and its subject. */
export interface FeedbackOut {
  id: string;
  created: string;
  state: "handled" | "new";
  handled: string | null;
  collection: string;
  verdict: "down" | "up";
  reasons: Reason[];
  note: string | null;
  citation: number | null;
  to_desk: boolean;
  verified: boolean;
  asked: Asked;
  citations: FeedbackCitation[];
  citations_deleted: number;
}

/** A reader's opinion of an answer. `question` and `citations` are only used if the server no longer knows the answer with this id. */
export interface FeedbackRequest {
  answer_id: string;
  verdict: "down" | "up";
  reasons?: Reason[];
  note?: string | null;
  citation?: number | null;
  to_desk?: boolean;
  collection?: string | null;
  question?: string | null;
  citations?: ShownCitation[];
}

/** Confirms that feedback is stored. */
export interface FeedbackTaken {
  id: string;
  verified: boolean;
}

/** A page or feed to fetch. */
export interface FetchRequest {
  url: string;
  collection?: string | null;
  identity?: Rule;
}

export interface FieldConditions {
  and?: FieldConditions[];
  or?: FieldConditions[];
  not?: FieldConditions;
}

export type FieldFilter = FieldConditions | Record<string, unknown>;

/** One of the own fields of a collection's articles. */
export interface FieldSummary {
  name: string;
  kind: string;
  articles: number;
  values: ValueCount[];
}

export type FieldTest = string | number | boolean | (string | number | boolean)[] | Record<string, unknown>;

/** The form of a response. */
export type Form = "answers" | "comparison" | "extract" | "sources" | "speakers" | "timeline";

/** One passage found. */
export interface FoundPassage {
  article_id: string;
  version: string;
  title: string | null;
  source: string | null;
  authors: string[];
  url: string | null;
  published: string | null;
  start: number;
  end: number;
  start_utf16: number;
  end_utf16: number;
  text: string;
  scores: StageScores;
  viewer: string;
  also_in?: Copy[];
}

/** An article under embargo. */
export interface HeldArticle {
  id: string;
  embargoed_until: string;
  title?: string | null;
  source?: string | null;
  published?: string | null;
  characters: number;
  added: string;
}

/** Words of the article that answer the question; offsets in code points. */
export interface Highlight {
  start: number;
  end: number;
  text: string;
}

/** A quote shown in an earlier answer: the fields of its citation that identify it. */
export interface HistoryQuote {
  article_id: string;
  start: number;
  end: number;
  version?: string | null;
  quote?: string | null;
  speaker?: string | null;
  highlight?: string | null;
}

/** An earlier question in a conversation, and what was shown for it. */
export interface HistoryTurn {
  question: string;
  searched?: string | null;
  answer_id?: string | null;
  form?: Form;
  quotes?: HistoryQuote[];
}

/** The outcome of one document of a job. */
export interface JobDocument {
  number: number;
  origin: string;
  status: string;
  article_id?: string | null;
  reason?: string | null;
}

/** A job and its progress. */
export interface JobOut {
  id: string;
  collection: string;
  status: string;
  created: string;
  finished: string | null;
  counts: Record<string, number>;
  documents: JobDocument[];
  unlisted?: number;
  error?: string | null;
  next?: number | null;
}

/** Filters expressed in the question itself: "only the Ledger", "just May". */
export interface Limits {
  source?: string[];
  published_from?: string | null;
  published_to?: string | null;
}

/** A passage close to an unanswered question, not claimed to answer it. */
export interface Nearest {
  article_id: string;
  version: string;
  title: string | null;
  source: string | null;
  published: string | null;
  start: number;
  end: number;
  text: string;
  score: number | null;
  viewer: string;
  about?: string | null;
}

/** A conversation to create. */
export interface NewConversation {
  collection?: string | null;
}

/** An `answer` event: a part of the text, and the answers completed in it. */
export interface Part {
  text: string;
  answers: AnswerItem[];
  provisional?: boolean;
  replaces?: string;
}

/** A range of publication days in ISO 8601, both ends inclusive. */
export interface Period {
  first: string;
  last: string;
}

/** A person quoted in the articles, with every name that is certainly theirs. */
export interface PersonOut {
  id: string;
  name: string;
  aliases: string[];
  quotes: number;
  articles: number;
}

/** A person's quotations: with a topic, closest to it first; otherwise newest first. */
export interface PersonQuotes {
  person: PersonOut;
  about: string | null;
  quotes: SpokenQuote[];
}

/** A person of the collection. */
export interface PersonRef {
  id: string;
  name: string;
}

/** An error in the format of RFC 9457; `type` is stable. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string | null;
  request_id?: string | null;
  errors?: Record<string, string>[];
}

/** A quotation: what was said, the words that attribute it, and the speaker. `content` has several spans if the attribution splits the quotation; `cue` and `source` are empty if there is none; `speaker` is null if the article does not clearly identify the speaker. */
export interface QuoteOut {
  content: TextSpan[];
  cue: TextSpan[];
  source: TextSpan[];
  speaker: PersonRef | null;
  form: string;
  confidence: number;
}

/** What is wrong with an answer. */
export type Reason = "altered" | "not_an_answer" | "other" | "out_of_date" | "wrong_passage" | "wrong_speaker";

/** Words of a question, and the words of an earlier turn they refer to. */
export interface Resolved {
  from: string;
  to: string;
  turn: number;
}

/** The earlier version to make current again. */
export interface RestoreRequest {
  id: string;
  version: string;
  collection?: string | null;
}

/** How to treat a document whose id belongs to an article with another text. */
export type Rule = "judge" | "keep" | "replace";

/** Passages, best first, and the people quoted in them, most frequent first. */
export interface SearchAnswer {
  passages: FoundPassage[];
  timings_ms: Record<string, number>;
  speakers?: SpeakerCount[];
}

/** A search for passages. */
export interface SearchRequest {
  question: string;
  collection?: string | null;
  as_of?: string | null;
  asked_at?: string | null;
  filters?: AskFilters;
  limit?: number;
  collapse?: boolean;
}

/** A content block of type `search_result`, as in the Anthropic Messages API. */
export interface SearchResultBlock {
  type: "search_result";
  source: string;
  title: string;
  content: TextBlock[];
  citations?: CitationsSwitch;
}

/** A question that was searched, perhaps not the last: one with other spelling may follow. */
export interface Searched {
  searched: string;
}

/** An answer that was shown, without its words: the citations that contain it. */
export interface ShownAnswer {
  citations: number[];
  confidence: number;
  start?: number | null;
  end?: number | null;
}

/** A citation that was shown: the fields that locate its words. */
export interface ShownCitation {
  number: number;
  article_id: string;
  version: string;
  start: number;
  end: number;
}

/** One side of a comparison, or one of several questions. */
export interface Side {
  name: string;
  text?: string | null;
}

/** Who said the quoted words, as named by the article, and the cue ("said"). */
export interface Speaker {
  name: string;
  cue: string | null;
}

/** A person quoted in the passages found, and how often. */
export interface SpeakerCount {
  id: string;
  name: string;
  quotes: number;
}

/** A person's quotation, with a citation of the sentences that contain it. */
export interface SpokenQuote {
  quote: QuoteOut;
  relevance: number | null;
  citation: Citation;
}

/** Scores of each stage: higher is better, null if the stage did not find the passage. */
export interface StageScores {
  dense: number | null;
  lexical: number | null;
  fused: number;
}

/** A request for follow-up questions or, without a question, for questions to start with. */
export interface SuggestRequest {
  question?: string | null;
  articles?: string[];
  collection?: string | null;
  as_of?: string | null;
  asked_at?: string | null;
  filters?: AskFilters;
  language?: string | null;
  limit?: number;
}

/** A question that the articles answer. */
export interface Suggestion {
  question: string;
  kind: "newer" | "same_person" | "same_topic" | "start";
  person: string;
  article_id: string;
}

/** Suggested questions; none if no related question has a confident answer. */
export interface SuggestionList {
  suggestions: Suggestion[];
}

/** One verbatim quote: the smallest unit that the model can cite. */
export interface TextBlock {
  type: "text";
  text: string;
}

/** One sentence of a passage: `text[start:end]` of the article has this sha256 in UTF-8. */
export interface TextPart {
  start: number;
  end: number;
  sha256: string;
}

/** Words of an article, with offsets in code points. */
export interface TextSpan {
  start: number;
  end: number;
  text: string;
}

/** A token and what it allows. It may appear in a page. */
export interface TokenOut {
  token: string;
  expires: string;
  origin: string;
  collections: string[];
}

/** A request for a token. Omitted fields default to those of the key. */
export interface TokenRequest {
  origin?: string | null;
  collections?: string[] | null;
  minutes?: number;
}

/** One turn: what was asked and shown, as far as its articles still exist. */
export interface TurnOut {
  number: number;
  asked: string;
  question: string;
  answer: Answer;
}

/** The value that the highlighted words state, in machine-readable form. Anything not stated is null. There is no value for approximations ("about 40", "dozens"), ranges ("20 to 30"), fractions of a whole ("a third", "one in five") or dates without a year. Nothing is taken from other sentences or from the article's date. */
export interface Value {
  date?: string | null;
  time?: string | null;
  duration?: string | null;
  number?: number | null;
  unit?: string | null;
  currency?: string | null;
}

/** A value and the number of articles that have it. */
export interface ValueCount {
  value: string;
  articles: number;
}

/** One version of an article, newest first in a list. */
export interface VersionSummary {
  version: string;
  added: string;
  superseded: boolean;
}
