import { getRouteApi } from '@tanstack/react-router';
import { useMissing } from '../../session.ts';
import { Desk } from './desk/Desk.tsx';
import { Queues } from './queues/Queues.tsx';

const route = getRouteApi('/signed-in/review');

/** The queues to choose from, or the desk of the chosen one. */
export default function ReviewPage() {
  const { useCaseId, tier, taskId, all } = route.useSearch();
  const mayNot = useMissing('tasks:judge');
  if (mayNot) return <Queues />;
  return useCaseId || tier || taskId || all ? <Desk question={{ useCaseId, tier, taskId }} /> : <Queues />;
}
