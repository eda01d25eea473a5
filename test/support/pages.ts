import type { Pages } from '../../main/taskrouter/api'

/** Every row of a list, however many pages it takes. */
export async function collect<T>(pages: Pages<T>): Promise<T[]> {
  const items: T[] = []
  for await (const page of pages) items.push(...page.items)
  return items
}
