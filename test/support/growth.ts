/**
 * By how much the straight line through the points rises from the first to the last of them. Positive = it grows.
 * @param points pairs of place and value, in order
 */
export function growthOf(points: readonly (readonly [at: number, value: number])[]): number {
  const count = points.length
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined || count < 2) return 0
  const middle = points.reduce((sum, [at]) => sum + at, 0) / count
  const mean = points.reduce((sum, [, value]) => sum + value, 0) / count
  const spread = points.reduce((sum, [at]) => sum + (at - middle) ** 2, 0)
  const slope = points.reduce((sum, [at, value]) => sum + (at - middle) * (value - mean), 0) / spread
  return slope * (last[0] - first[0])
}
