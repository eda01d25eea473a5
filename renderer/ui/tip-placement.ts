interface Box {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly width: number
}
interface Size {
  readonly width: number
  readonly height: number
}

const GAP = 6
const EDGE = 6

/** Where a tip goes: centred under its anchor, above it where there is no room below, and never over the window's edge. */
export function placeTip(
  anchor: Box,
  tip: Size,
  window: Size,
): { readonly top: number; readonly left: number } {
  const below = anchor.bottom + GAP
  const fits = below + tip.height + EDGE <= window.height
  const centred = anchor.left + anchor.width / 2 - tip.width / 2
  const rightmost = window.width - tip.width - EDGE
  return {
    top: Math.round(fits ? below : Math.max(EDGE, anchor.top - GAP - tip.height)),
    left: Math.round(Math.max(EDGE, Math.min(centred, rightmost))),
  }
}
