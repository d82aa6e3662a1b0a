import type { Random } from '../seeded-random.ts';
import { shuffle } from '../shuffle.ts';
import { cardFraudQualification } from '../use-case/card-fraud-intents.ts';
import type { Person } from './person.ts';

/** A team of simulated people, each with an own pace and an own share of mistakes. */
export function assemblePeople(
  wanted: { readonly reviewers: number; readonly experts: number },
  random: Random,
): Person[] {
  const names = distinctNames(wanted.reviewers + wanted.experts, random);
  return names.map((name, index) => {
    const role = index < wanted.reviewers ? 'reviewer' : 'expert';
    const identity = {
      name: `${name} (simulated)`,
      // ".invalid" can never be a real address (RFC 2606).
      email: `${name.toLowerCase().replaceAll(' ', '.')}@simulated.invalid`,
    };
    // Every second reviewer, so that whoever asks for two people finds them in the smallest team.
    const qualified = role === 'expert' || index % 2 === 0;
    return {
      ...identity,
      role,
      qualifications: qualified ? [cardFraudQualification] : [],
      ...drawHabits(role, random),
    };
  });
}

function drawHabits(
  role: Person['role'],
  random: Random,
): Omit<Person, 'name' | 'email' | 'role' | 'qualifications'> {
  const between = (low: number, high: number) => low + (high - low) * random();
  // An expert takes longer, errs seldom, and always decides: nobody comes after.
  if (role === 'expert') {
    const errorRate = between(0.005, 0.015);
    return {
      medianSeconds: between(20, 30),
      spread: 0.5,
      errorRate,
      confusableErrorRate: 2 * errorRate,
      cannotDecideRate: 0,
    };
  }
  const errorRate = between(0.01, 0.05);
  return {
    medianSeconds: between(7, 15),
    spread: between(0.4, 0.6),
    errorRate,
    confusableErrorRate: 3 * errorRate,
    cannotDecideRate: between(0.005, 0.02),
  };
}

function distinctNames(count: number, random: Random): string[] {
  const shuffled = shuffle(names, random);
  return Array.from({ length: count }, (_, index) => {
    const name = shuffled[index % shuffled.length] as string; // the list is not empty
    const round = Math.floor(index / shuffled.length);
    return round === 0 ? name : `${name} ${round + 1}`;
  });
}

const names = [
  'Amara Osei',
  'Benedikt Roth',
  'Chiara Lombardi',
  'Dmitri Hale',
  'Elif Kaya',
  'Femi Adeyemi',
  'Greta Lindqvist',
  'Hana Novak',
  'Ines Carvalho',
  'Jonas Petrauskas',
  'Kavya Raman',
  'Liam Byrne',
  'Mei Tanaka',
  'Nadia Haddad',
  'Oskar Wolski',
  'Priya Nair',
  'Quentin Dubois',
  'Rosa Delgado',
  'Samir Aziz',
  'Tove Hansen',
];
