/** Hides what stands between `://user:` and `@` in connection strings, and after password-like keys. */
export function redact(text: string): string {
  if (!text.includes('://') && !/passw|secret|token/i.test(text)) return text
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s"'`]*@/gi, '$1***:***@')
    .replace(/\b(password|passwd|pwd|secret|token)(\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&)}]+)/gi, '$1$2***')
}
