import type { MessageKey } from '../i18n'

export interface TourStep {
  readonly id: string
  /** What the step speaks of: the first of these that is on screen. */
  readonly target: string
  readonly title: MessageKey
  readonly text: MessageKey
}

const step = (id: 'views' | 'rows' | 'act' | 'freshness' | 'keys', target: string): TourStep => ({
  id,
  target,
  title: `tour.${id}.title`,
  text: `tour.${id}.text`,
})

/** The first-run tour, on the supervisor's own rows. */
export const TOUR_STEPS: readonly TourStep[] = [
  step('views', 'nav .group'),
  step('rows', '[role="grid"] [data-sid]'),
  step('act', '[role="grid"] [data-sid] [data-select], [role="grid"] [data-sid]'),
  step('freshness', 'header .end'),
  step('keys', 'header .end > :last-child'),
]
