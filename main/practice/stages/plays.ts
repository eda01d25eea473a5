import type { StageKit } from './kit'

/** One situation that can be put on. */
export interface Play {
  readonly name: string
  readonly title: string
  put(kit: StageKit): void
}
