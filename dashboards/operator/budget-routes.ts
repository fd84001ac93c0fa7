import { Router } from 'express'
import { principalOf, type Service, takes } from '#api'
import { Budgets, budgetReport } from '#warehouse'

/** For stewards: how far the budgets of analysts are used, and one raised: `PUT /v1/budgets/WHO?budget=0.3`. */
export function budgetRoutes(home: string, service: Service<'analyst' | 'officer'>): Router {
  const router = Router({ caseSensitive: true })
  router.get('/v1/budgets', takes(), (_request, response) => {
    response.json(budgetReport(home, service.catalog, service.pin('analyst').edition))
  })
  router.put('/v1/budgets/:who', takes('budget'), (request, response) => {
    const steward = principalOf(response)?.who ?? ''
    new Budgets(home).raise(request.params.who, Number(request.query['budget']), steward, new Date())
    response.json(budgetReport(home, service.catalog, service.pin('analyst').edition))
  })
  return router
}
