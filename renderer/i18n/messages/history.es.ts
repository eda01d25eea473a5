/** Palabras del historial. */
export const history = {
  history: {
    title: 'Historial',
    find: 'Buscar SID, agentes, acciones, notas',
    time: 'Hora',
    action: 'Acción',
    reservation: 'Reserva',
    worker: 'Agente',
    outcome: 'Resultado',
    change: 'Cambio',
    operator: 'Por',
    note: 'Nota',
    more: 'Mostrar anteriores',
    exportCsv: 'Como CSV',
    exportJson: 'Como JSON',
    empty: 'Aún no se ha hecho nada',
    emptyHint: 'Cada acción sobre una reserva queda escrita aquí: quién, cuándo y por qué.',
    filteredOut: 'No se encontró nada',
    intact: 'sin entradas | Cadena íntegra, 1 línea | Cadena íntegra, {n} líneas',
    broken: 'La cadena está rota en la línea {line}: el archivo se cambió o se dañó.',
  },
} as const
