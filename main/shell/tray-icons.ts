import type { Mood, TrayPicture } from './tray-model'

/**
 * File name of the tray's image, without folder. macOS draws template images itself, in one colour, so there it is the
 * mood; elsewhere the number of pending reservations in the mood's own shape, as long as it is known.
 */
export function trayIconName(picture: TrayPicture, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return `${picture.mood}Template.png`
  const size = platform === 'win32' ? 16 : 24
  return `${subject(picture)}-${size}.png`
}

/** File name of the number that Windows lays over the taskbar button; null when nothing is stuck. */
export function overlayIconName({ stuck }: Pick<TrayPicture, 'stuck'>): string | null {
  return stuck <= 0 ? null : `count-stuck-${countName(stuck)}-16.png`
}

/** Moods under which the numbers are true. */
const COUNTING: ReadonlySet<Mood> = new Set(['ok', 'watch', 'stuck'])

function subject({ mood, count }: TrayPicture): string {
  return COUNTING.has(mood) && count > 0 ? `count-${mood}-${countName(count)}` : mood
}

function countName(count: number): string {
  if (count > 99) return '99plus'
  return count > 9 ? '9plus' : String(count)
}
