import type { MenuGroup } from '../../../preload/contract/keys'
import type { AppInfo, ExternalPage } from '../../../preload/contract/channels'
import { problemError } from '../../connections/problem-error'
import type { SupportDesk } from '../../shell/support/desk'
import type { Handlers } from '../register'

export interface AppHandlerParts {
  readonly info: () => AppInfo | Promise<AppInfo>
  /** Opens the page in the browser; false where there is no such page or it may not be opened. */
  readonly openPage: (page: ExternalPage) => Promise<boolean>
  /** Opens the folder of the program's own files; false where the system cannot. */
  readonly openFolder: () => Promise<boolean>
  readonly copy: (text: string) => void
  readonly showCommands: (groups: readonly MenuGroup[]) => void
  readonly quit: () => void
  readonly support: Pick<SupportDesk, 'preview' | 'save'>
}

export function appHandlers(parts: AppHandlerParts) {
  return {
    'app/info': () => parts.info(),
    'app/openExternal': async (page) => {
      if (!(await parts.openPage(page))) throw problemError('notFound', 'This page cannot be opened.')
      return null
    },
    'app/openFolder': async () => {
      if (!(await parts.openFolder())) throw problemError('notFound', 'The folder cannot be opened.')
      return null
    },
    'app/copyText': ({ text }) => {
      parts.copy(text)
      return null
    },
    'app/menu': ({ groups }) => {
      parts.showCommands(groups)
      return null
    },
    'app/quit': () => {
      parts.quit()
      return null
    },
    'app/supportPreview': async () => ({ text: await parts.support.preview() }),
    'app/supportSave': async () => ({ saved: await parts.support.save() }),
  } satisfies Partial<Handlers>
}
