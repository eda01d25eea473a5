/** Palabras de la lista de agentes. */
export const workers = {
  workers: {
    title: 'Agentes',
    count: 'ningún agente | 1 agente | {n} agentes',
    find: 'Filtrar agentes',
    name: 'Agente',
    activity: 'Actividad',
    since: 'Desde hace',
    live: 'Activas',
    show: 'Mostrar las reservas de {name}',
    none: 'No hay agentes',
    noneHint: 'Los agentes del espacio de trabajo aparecen aquí.',
    filteredOut: 'Ningún agente coincide',
  },
} as const
