/** A statement as builders give it. */
export interface Built {
  render(): { readonly text: string; readonly values: readonly unknown[] }
  run(): PromiseLike<unknown>
}

/** One construct of a language: how it is called, what text that gives, and what the engine answers. */
export interface Construct<Query> {
  readonly title: string
  /** The page shows it as it stands in its file, without `q =>`; so it is one expression, with `text` after it. */
  readonly build: (q: Query) => Built
  readonly text: string
  /** The rows, or the number of rows that were written. */
  readonly result: unknown
  /** What to know besides. */
  readonly note?: string
}

/** Constructs that belong together, over tables of the same data. */
export interface Chapter<Query> {
  readonly title: string
  readonly about: string
  /** The file that it is written in: `import.meta.url`. */
  readonly file: string
  readonly constructs: readonly Construct<Query>[]
}

/** The page of a dialect, made from what its tests run. */
export interface ConstructPage<Query> {
  readonly title: string
  /** What comes before the first chapter: what `q` is, and what the tables are. */
  readonly about: string
  /** The name of the language in code blocks. */
  readonly block: string
  readonly chapters: readonly Chapter<Query>[]
}
