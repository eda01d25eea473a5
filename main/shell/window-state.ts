import { z } from 'zod'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where the window was, and whether it filled the screen. */
export interface WindowState {
  readonly bounds: Rectangle
  readonly maximized: boolean
}

/** Where the window shall open; without x and y the system centres it. */
export interface Placement {
  readonly bounds: {
    readonly width: number
    readonly height: number
    readonly x?: number
    readonly y?: number
  }
  readonly maximized: boolean
}

const pixels = z.int().min(-100_000).max(100_000)

export const windowStateSchema = z.object({
  bounds: z.object({
    x: pixels,
    y: pixels,
    width: z.int().min(200).max(20_000),
    height: z.int().min(200).max(20_000),
  }),
  maximized: z.boolean(),
})

const USUAL = { width: 1280, height: 800 }

/** Part of the title bar that must be on a screen so that the window can be grabbed, in px. */
const GRIP = { width: 120, height: 40 }

/**
 * Where to open: as remembered when that is still on a screen and fits it; else the usual size, centred.
 * @param workAreas of all displays
 */
export function placeWindow(saved: WindowState | null, workAreas: readonly Rectangle[]): Placement {
  if (saved === null) return { bounds: fit(USUAL, workAreas[0]), maximized: false }
  const home = workAreas.find((area) => reachable(saved.bounds, area))
  if (home === undefined) return { bounds: fit(saved.bounds, workAreas[0]), maximized: saved.maximized }
  return { bounds: { ...saved.bounds, ...fit(saved.bounds, home) }, maximized: saved.maximized }
}

function fit(
  size: { readonly width: number; readonly height: number },
  area: Rectangle | undefined,
): { width: number; height: number } {
  return {
    width: Math.min(size.width, area?.width ?? size.width),
    height: Math.min(size.height, area?.height ?? size.height),
  }
}

function reachable(window: Rectangle, area: Rectangle): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  return (
    width >= GRIP.width &&
    window.y >= area.y - GRIP.height / 2 &&
    window.y + GRIP.height <= area.y + area.height
  )
}
