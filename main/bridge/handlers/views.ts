import type { SharedView } from '../../../preload/contract/settings'
import type { Handlers } from '../register'

export interface ViewHandlerParts {
  /** Asks where to and writes the views there; false when the supervisor changed their mind. */
  readonly exportViews: (ids: readonly string[]) => Promise<boolean>
  /** Asks for a file and reads its views; null when the supervisor changed their mind. */
  readonly importViews: () => Promise<readonly SharedView[] | null>
}

export function viewHandlers({ exportViews, importViews }: ViewHandlerParts) {
  return {
    'views/export': async ({ ids }) => ({ saved: await exportViews(ids) }),
    'views/import': async () => ({ views: await importViews() }),
  } satisfies Partial<Handlers>
}
