export const alerts = {
  alerts: {
    title: 'Avisos',
    none: 'No hay avisos',
    noneHint: 'Las reglas de aviso vigilan sus vistas, esté abierta o no esta ventana.',
    rules: 'Reglas de aviso',
    readAll: 'Marcar todo como leído',
    clearEnded: 'Quitar los terminados',
    lasting: 'Ahora',
    unread: 'Nuevo',
    rows: '{n} fila | {n} filas',
    open: 'Mostrar las filas',
    snooze: 'Silenciar 15 minutos: {name}',
  },
} as const
