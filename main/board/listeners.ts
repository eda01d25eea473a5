/** Listeners of one kind; one that throws does not keep the news from the others. */
export class Listeners<T> {
  private readonly all = new Set<(value: T) => void>()

  constructor(private readonly onFault: (error: unknown) => void) {}

  add(listener: (value: T) => void): () => void {
    // A wrapper, so that the same function added twice is two listeners.
    const entry = (value: T) => {
      listener(value)
    }
    this.all.add(entry)
    return () => {
      this.all.delete(entry)
    }
  }

  emit(value: T): void {
    for (const listener of [...this.all]) {
      try {
        listener(value)
      } catch (error) {
        this.onFault(error)
      }
    }
  }
}
