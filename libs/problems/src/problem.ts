/**
 * One kind of problem as the public knows it: the slug that names it for ever, its HTTP status, a short title, and the
 * text of its own page (what it means and what the caller can do about it).
 */
export interface ProblemKind {
  readonly slug: string;
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

/** What an occurrence adds to its kind: extra members of the document, extra response headers, and the cause for our log. */
export interface ProblemExtras {
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

const NOTHING: Readonly<Record<string, never>> = Object.freeze({});

/**
 * An error that a caller may see, as RFC 9457 describes it. `detail`, `members` and `headers` go out on the wire, so they
 * never hold anything inner; `cause` stays in our log. Every other error is answered as `internal_error`.
 */
export abstract class Problem extends Error {
  readonly kind: ProblemKind;
  readonly detail: string;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  protected constructor(kind: ProblemKind, detail: string, extras: ProblemExtras = NOTHING) {
    super(detail, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = new.target.name;
    this.kind = kind;
    this.detail = detail;
    this.members = extras.members ?? NOTHING;
    this.headers = extras.headers ?? NOTHING;
  }

  /** The name of the kind, the last segment of the document's `type`. */
  get slug(): string {
    return this.kind.slug;
  }

  /** The HTTP status of the answer. */
  get status(): number {
    return this.kind.status;
  }

  /** The short title, the same for every occurrence of the kind. */
  get title(): string {
    return this.kind.title;
  }
}
