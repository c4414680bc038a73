/**
 * Quotes a name of a table or field, whatever it holds; a dot in it is a dot and no path.
 *
 * Source: backslash and backtick are escaped by a backslash; doubled backticks do not parse.
 */
export const quoted = (name: string): string => `\`${name.replace(/[\\`]/g, '\\$&')}\``
