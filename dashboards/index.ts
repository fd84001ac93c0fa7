export { mountDashboards } from './mount-dashboards.tsx'
export { makeOperatorApp } from './operator/operator-app.ts'
export { renderRunReport } from './operator/render-run-report.tsx'
export { renderSvg } from './render/render-svg.ts'
