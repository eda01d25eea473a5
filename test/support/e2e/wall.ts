// Listens at the wall from main's side: every answer and every push on its way to the window.
import type { ElectronApplication } from '@playwright/test'

interface Heard {
  readonly crossed: string[]
}

/** From now on everything that crosses to the window is kept, as JSON. Call it before anything secret is entered. */
export async function listenAtWall(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ BrowserWindow, ipcMain }) => {
    const crossed: string[] = []
    Object.assign(globalThis, { crossed })
    // Electron has no public list of handlers; this is the Map that `ipcMain.handle` fills.
    const handlers = (
      ipcMain as unknown as {
        _invokeHandlers: Map<string, (...given: unknown[]) => Promise<unknown>>
      }
    )._invokeHandlers
    for (const [wire, handler] of [...handlers])
      handlers.set(wire, async (...given) => {
        const answer = await handler(...given)
        crossed.push(`${wire} ${JSON.stringify(answer)}`)
        return answer
      })
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      const send = webContents.send.bind(webContents)
      webContents.send = (wire: string, ...payload: unknown[]) => {
        crossed.push(`${wire} ${JSON.stringify(payload)}`)
        send(wire, ...payload)
      }
    }
  })
}

/** How much has crossed, by channel, and the channels on which a text was. */
export async function heardAtWall(
  electron: ElectronApplication,
  text: string,
): Promise<{ readonly channels: readonly string[]; readonly holding: readonly string[] }> {
  return electron.evaluate((_electron, hidden) => {
    const { crossed } = globalThis as unknown as Heard
    const nameOf = (line: string) => line.slice(0, line.indexOf(' '))
    return {
      channels: [...new Set(crossed.map(nameOf))],
      holding: crossed.filter((line) => line.includes(hidden)).map(nameOf),
    }
  }, text)
}
