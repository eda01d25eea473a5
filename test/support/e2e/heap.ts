import type * as Inspector from 'node:inspector'
import type { ElectronApplication, Page } from '@playwright/test'

/** The page's heap as text, after a collection: what is found in it, the window still holds. */
export async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return chunks.join('')
}

/** The same of main. Call it last: taking it stops the program for a while. */
export async function mainHeapOf(electron: ElectronApplication): Promise<string> {
  return electron.evaluate(async () => {
    const load = process.mainModule?.require.bind(process.mainModule)
    if (load === undefined) throw new Error('main has no require')
    const { Session } = load('node:inspector') as typeof Inspector
    const session = new Session()
    session.connect()
    const chunks: string[] = []
    session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => chunks.push(params.chunk))
    const post = (method: string, params?: object) =>
      new Promise<void>((resolve, reject) => {
        session.post(method, params, (error) => {
          if (error === null) resolve()
          else reject(error)
        })
      })
    await post('HeapProfiler.collectGarbage')
    await post('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
    session.disconnect()
    return chunks.join('')
  })
}
