/** What a key press means on the grid. `select`: what happens to the selection when the active line moves. */
export type GridCommand =
  | { readonly kind: 'move'; readonly to: number; readonly extend: boolean }
  | { readonly kind: 'cell'; readonly to: number | null }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'range' }
  | { readonly kind: 'all' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'open' }
  | { readonly kind: 'fold'; readonly open: boolean }

export interface GridKeyState {
  readonly index: number
  readonly lines: number
  /** Lines of one screen. */
  readonly page: number
  /** Column that has the focus, or null when the whole row has it. */
  readonly cell: number | null
  readonly cells: number
  readonly onGroup: boolean
}

export type KeyLike = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** Reads a key press; null = not ours. Follows the ARIA grid pattern with rows as first stop and cells to the right of them. */
export function gridCommand(event: KeyLike, state: GridKeyState): GridCommand | null {
  if (event.altKey) return null
  const control = event.ctrlKey || event.metaKey
  const extend = event.shiftKey
  const move = (to: number): GridCommand => ({
    kind: 'move',
    to: Math.max(0, Math.min(state.lines - 1, to)),
    extend,
  })
  switch (event.key) {
    case 'ArrowDown':
      return move(state.index + 1)
    case 'ArrowUp':
      return move(state.index - 1)
    case 'PageDown':
      return move(state.index + state.page)
    case 'PageUp':
      return move(state.index - state.page)
    case 'Home':
      return state.cell !== null && !control ? { kind: 'cell', to: 0 } : move(0)
    case 'End':
      return state.cell !== null && !control ? { kind: 'cell', to: state.cells - 1 } : move(state.lines - 1)
    case 'ArrowRight':
      return sideways(state, 1)
    case 'ArrowLeft':
      return sideways(state, -1)
    case ' ':
      return extend ? { kind: 'range' } : { kind: 'toggle' }
    case 'a':
    case 'A':
      return control && !extend ? { kind: 'all' } : null
    case 'Escape':
      return { kind: 'clear' }
    case 'Enter':
      return control ? null : { kind: 'open' }
    default:
      return null
  }
}

function sideways({ cell, cells, onGroup }: GridKeyState, by: 1 | -1): GridCommand {
  if (onGroup) return { kind: 'fold', open: by === 1 }
  if (cell === null) return { kind: 'cell', to: by === 1 ? 0 : null }
  const to = cell + by
  return { kind: 'cell', to: to < 0 ? null : Math.min(cells - 1, to) }
}
