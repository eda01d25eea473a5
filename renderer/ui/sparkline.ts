/** Width and height of the drawing in its own units; it is stretched to the place it stands in. */
export const SPARK_WIDTH = 120
export const SPARK_HEIGHT = 24

export interface SparkPaths {
  readonly line: string
  readonly area: string
  /** Where values are missing, as spans of the width. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[]
}

/** Paths of a series whose missing values are gaps: nothing is drawn across them. A single value is a dash. */
export function sparkPaths(values: readonly (number | null)[]): SparkPaths {
  const most = Math.max(1, ...values.map((value) => value ?? 0))
  const step = SPARK_WIDTH / Math.max(1, values.length - 1)
  const x = (index: number): string => (index * step).toFixed(1)
  const y = (value: number): string => (SPARK_HEIGHT - 1 - (value / most) * (SPARK_HEIGHT - 3)).toFixed(1)
  const lines: string[] = []
  const areas: string[] = []
  const gaps: { from: number; to: number }[] = []
  let start = 0
  while (start < values.length) {
    const known = values[start] !== null
    let end = start
    while (end + 1 < values.length && (values[end + 1] !== null) === known) end += 1
    if (known) {
      const points = values
        .slice(start, end + 1)
        .map((value, index) => `${x(start + index)} ${y(value ?? 0)}`)
      const [first = ''] = points
      lines.push(points.length === 1 ? `M${first}h1` : `M${points.join('L')}`)
      areas.push(
        `M${x(start)} ${String(SPARK_HEIGHT)}L${points.join('L')}L${x(end)} ${String(SPARK_HEIGHT)}Z`,
      )
    } else gaps.push({ from: start * step, to: end * step })
    start = end + 1
  }
  return { line: lines.join(''), area: areas.join(''), gaps }
}
