import { join } from 'node:path'
import { UpdateDesk, type UpdateDeskOptions } from './desk'
import { readFeed } from './feed'
import { packageFormat } from './format'
import { loadUpdater } from './updater'

export type { UpdateDesk } from './desk'

/** Where electron-updater has its connections, so that they take the proxy that was set. */
export const UPDATE_PARTITION = 'electron-updater'

/** Finds out what was installed here and whom to ask, and opens the desk. Sends nothing yet. */
export async function openUpdateDesk(
  app: { readonly isPackaged: boolean; getName(): string },
  runtime: Pick<NodeJS.Process, 'platform' | 'execPath' | 'env'> & { readonly resourcesPath: string },
  options: Omit<UpdateDeskOptions, 'format' | 'feed' | 'load'>,
): Promise<UpdateDesk> {
  const [format, feed] = await Promise.all([
    packageFormat({
      platform: runtime.platform,
      packaged: app.isPackaged,
      executable: runtime.execPath,
      resources: runtime.resourcesPath,
      environment: runtime.env,
      productName: app.getName(),
    }),
    readFeed(join(runtime.resourcesPath, 'app-update.yml')),
  ])
  return new UpdateDesk({ ...options, format, feed: format === 'none' ? null : feed, load: loadUpdater })
}
