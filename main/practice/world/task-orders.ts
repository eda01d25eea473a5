import type { Task } from './model'
import { OrderedList } from './ordered'

/** A number that tasks are ordered by; greater comes later. */
export type TaskKey = (task: Task) => number

/** Orders kept at the same time; a client asks for one or two, and each costs one array of all tasks. */
const KEPT_ORDERS = 8

interface KeptOrder {
  readonly keys: readonly TaskKey[]
  readonly list: OrderedList<Task>
}

/**
 * All tasks of a workspace in the orders that lists were asked for. An order is sorted once, when it is first asked for,
 * and kept right from then on, so that a page of 50,000 tasks by priority is a walk over an array.
 */
export class TaskOrders {
  private readonly kept = new Map<string, KeptOrder>()

  /**
   * All of `tasks` by `keys`, then by creation. `name` stands for the keys: the same name, the same keys.
   * The list is kept up to date by {@link add}, {@link remove} and {@link move}.
   */
  by(name: string, keys: readonly TaskKey[], tasks: Iterable<Task>): OrderedList<Task> {
    const known = this.kept.get(name)
    this.kept.delete(name)
    const order = known ?? { keys, list: sorted(keys, tasks) }
    this.kept.set(name, order)
    if (this.kept.size > KEPT_ORDERS) this.dropLeastAsked()
    return order.list
  }

  add(task: Task): void {
    for (const { list } of this.kept.values()) list.add(task)
  }

  remove(task: Task): void {
    for (const { list } of this.kept.values()) list.remove(task)
  }

  /** Runs `change`, which may change what a task is ordered by. */
  move(task: Task, change: () => void): void {
    const lists = [...this.kept.values()].map(({ list }) => list).filter((list) => list.remove(task))
    change()
    for (const list of lists) list.add(task)
  }

  private dropLeastAsked(): void {
    for (const name of this.kept.keys()) {
      this.kept.delete(name)
      return
    }
  }
}

function sorted(keys: readonly TaskKey[], tasks: Iterable<Task>): OrderedList<Task> {
  const list = new OrderedList<Task>((a, b) => {
    for (const key of keys) {
      const difference = key(a) - key(b)
      if (difference !== 0) return difference
    }
    return a.seq - b.seq
  })
  list.fill(tasks)
  return list
}
