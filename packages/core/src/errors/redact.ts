/** What stands for a secret already is none: it would take along what follows it, such as a quote. */
const secret =
  /\b(password|passwd|pwd|secret|token)(\s*[=:]\s*)(?!\*{3}(?:[\s,;&)}"'`]|$))("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&)}]+)/gi

/**
 * Hides what stands between `://user:` and `@` in connection strings, and after password-like keys.
 *
 * Shape: doing it again changes nothing, since an error that is given a context is made anew.
 */
export function redact(text: string): string {
  if (!text.includes('://') && !/passw|secret|token/i.test(text)) return text
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s"'`]*@/gi, '$1***:***@').replace(secret, '$1$2***')
}
