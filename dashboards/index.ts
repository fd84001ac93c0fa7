export { mountDashboards } from './mount-dashboards.tsx'
export { renderSvg } from './render/render-svg.ts'
