// The desktops that the end-to-end tests share out among their workers: a display, message bus and keychain each.
import * as z from 'zod'

const DesktopsSchema = z.array(z.record(z.string(), z.string()))

/** The variables that lead to one desktop, such as `DISPLAY` and `DBUS_SESSION_BUS_ADDRESS`. */
type DesktopEnv = Readonly<Record<string, string>>

/**
 * The desktops that were opened for this run, one for each worker; none where there is only the user's own.
 * @throws when `TEST_DESKTOPS` is not the JSON that the test command writes
 */
export function openedDesktops(env: Readonly<NodeJS.ProcessEnv>): readonly DesktopEnv[] {
  const text = env['TEST_DESKTOPS']
  return text === undefined ? [] : DesktopsSchema.parse(JSON.parse(text))
}

/**
 * Turns `env` towards the desktop of this worker, so that two tests that run at the same time never meet in one keychain.
 * A worker that is started again after a failure gets the same desktop: its parallel index stays.
 */
export function moveToOwnDesktop(env: NodeJS.ProcessEnv): void {
  const desktops = openedDesktops(env)
  const index = Number(env['TEST_PARALLEL_INDEX'] ?? 0)
  Object.assign(env, desktops[index % desktops.length])
}
