import type { TrayPicture } from './tray-model'

/**
 * File name of the tray's image, without folder. macOS draws template images itself, in one colour, so there it is the
 * mood; elsewhere the number of pending reservations, as long as it is known.
 */
export function trayIconName(picture: TrayPicture, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return `${picture.mood}Template.png`
  const size = platform === 'win32' ? 16 : 24
  return `${subject(picture)}-${size}.png`
}

function subject({ mood, count }: TrayPicture): string {
  if (mood === 'stale' || mood === 'offline' || count <= 0) return mood
  if (count > 99) return 'count-99plus'
  return count > 9 ? 'count-9plus' : `count-${count}`
}
