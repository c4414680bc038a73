/** An immutable JSON value. Numbers are doubles, as everywhere in JavaScript. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject

/** An immutable JSON object. */
export interface JsonObject {
  readonly [key: string]: Json
}
