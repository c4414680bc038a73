/** Names the closest of the known names, for messages: ` Did you mean "name"?`, or the list when nothing is close. */
export function suggest(wanted: string, known: readonly string[]): string {
  const ranked = known
    .map(name => ({ name, distance: distance(wanted.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  if (best === undefined) return ''
  if (best.distance <= Math.max(2, wanted.length / 3)) return ` Did you mean "${best.name}"?`
  return ` Known: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}.`
}

/** Edit distance, bounded by the short names it is used for. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
