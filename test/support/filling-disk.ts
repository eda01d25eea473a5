import { diskFiles, type RecordFiles } from '../../main/history/files'

export interface FillingDisk {
  readonly files: RecordFiles
  /** Lines that reached the disk in files whose path has this ending. */
  linesIn(ending: string): number
  /** Writes that were refused for want of room. */
  readonly refused: number
  /** There is room again. */
  makeRoom(): void
  /** Refusals after the first one report only when `tell` settles. */
  holdRefusals(tell: Promise<void>): void
}

/** A real disk that is full from the `room`-th line on: the line that does not fit any more is cut off in its middle. */
export function fillingDisk(ending: string, room: number): FillingDisk {
  const lines = new Map<string, number>()
  let left = room
  let refused = 0
  let held: Promise<void> | null = null
  const linesIn = (of: string) =>
    [...lines].reduce((sum, [path, count]) => (path.endsWith(of) ? sum + count : sum), 0)
  return {
    linesIn,
    get refused() {
      return refused
    },
    makeRoom: () => {
      left = Infinity
    },
    holdRefusals: (tell) => {
      held = tell
    },
    files: {
      ...diskFiles,
      openForAppend: async (path) => {
        const handle = await diskFiles.openForAppend(path)
        return {
          ...handle,
          append: async (text) => {
            const wanted = text.split('\n').length - 1
            const counted = path.endsWith(ending)
            // Once the disk is full it is full for every file.
            const fits = left === Infinity || (counted ? wanted <= left : left > 0)
            if (!fits) {
              refused += 1
              left = 0
              const late = refused > 1 ? held : null
              await handle.append(text.slice(0, Math.floor(text.length / 2)))
              await late
              throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
            }
            if (counted) left -= wanted
            lines.set(path, (lines.get(path) ?? 0) + wanted)
            await handle.append(text)
          },
        }
      },
    },
  }
}
