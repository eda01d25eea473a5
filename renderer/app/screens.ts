import type { Component } from 'vue'
import type { RouteName } from './router'

/** The routes that need a connected workspace; their screens are given to the frame when the window is put together. */
export type WorkspaceRoute = Extract<RouteName, 'board' | 'workers' | 'jobs' | 'history' | 'alerts' | 'sweep'>

/** What fills the places of the frame. The frame knows no screen by itself. */
export interface Screens {
  readonly routes: Readonly<Partial<Record<WorkspaceRoute, Component>>>
  /** Views of the board with their counts; gets `collapsed`. */
  readonly railViews: Component | null
  /** Shown on the right while it has something to show; renders nothing otherwise. */
  readonly drawer: Component | null
  /** Shown at the bottom while rows are selected; renders nothing otherwise. */
  readonly bulkBar: Component | null
  /** Dialogs that outlive a change of route. */
  readonly overlays: Component | null
  /** Registers the screens' commands for the life of the window; those that need a screen say so with `when`. */
  readonly commands?: () => void
}
