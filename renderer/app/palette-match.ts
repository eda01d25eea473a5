/** Words are compared without case and accents: “atras” finds “Atrás”. */
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()

/**
 * How well a text answers a query: every word of the query must begin a word of the text (2 points each, 3 at the very
 * start) or at least occur in it (1 point). Null = no match; an empty query matches everything with 0.
 */
export function matchScore(text: string, query: string): number | null {
  const target = folded(text)
  let score = 0
  for (const word of folded(query).split(/\s+/).filter(Boolean)) {
    const at = target.indexOf(word)
    if (at < 0) return null
    if (at === 0) score += 3
    else score += target.includes(` ${word}`) ? 2 : 1
  }
  return score
}

/** Items that match, best first; equal scores keep their order. */
export function bestMatches<Item>(
  items: readonly Item[],
  query: string,
  textOf: (item: Item) => string,
): readonly Item[] {
  return items
    .map((item) => ({ item, score: matchScore(textOf(item), query) }))
    .filter((scored): scored is { item: Item; score: number } => scored.score !== null)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item)
}
