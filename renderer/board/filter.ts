/** Filters are shared with main, which watches views for alerts while no window is open. */
export * from '../../preload/contract/board-filter'
