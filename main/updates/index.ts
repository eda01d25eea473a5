import { join } from 'node:path'
import { UpdateDesk, type UpdateDeskOptions } from './desk'
import { readFeed } from './feed'
import { packageFormat, type FormatFacts } from './format'
import { loadUpdater } from './updater'

/** Where electron-updater has its connections, so that they take the proxy that was set. */
export const UPDATE_PARTITION = 'electron-updater'

/** Finds out what was installed here and whom to ask, and opens the desk. Sends nothing yet. */
export async function openUpdateDesk(
  runtime: FormatFacts,
  options: Omit<UpdateDeskOptions, 'format' | 'feed' | 'load'>,
): Promise<UpdateDesk> {
  const [format, feed] = await Promise.all([
    packageFormat(runtime),
    readFeed(join(runtime.resources, 'app-update.yml')),
  ])
  return new UpdateDesk({ ...options, format, feed: format === 'none' ? null : feed, load: loadUpdater })
}
