import { Link } from '@tanstack/react-router';
import { Icon } from '../ui/icon.js';
import { merchantPlaces, operatorPlaces } from './navigation.js';
import type { PlaceGroup } from './navigation.js';
import { useSession } from '../session/use-session.js';
import classes from './menu.module.css';

/** The menu, the same beside the page and in the drawer of a phone. */
export function Menu({ onChosen }: { readonly onChosen?: () => void }) {
  const session = useSession();
  // Who belongs to no merchant, as an operator may, has nothing to see of one.
  const groups = [
    ...(session.role === null ? [] : merchantPlaces),
    ...(session.operator ? [operatorPlaces] : []),
  ];
  return (
    <nav aria-label="Main" className={classes['menu']}>
      {groups.map((group) => (
        <Group key={group.title ?? ''} group={group} {...(onChosen === undefined ? {} : { onChosen })} />
      ))}
    </nav>
  );
}

function Group({ group, onChosen }: { readonly group: PlaceGroup; readonly onChosen?: () => void }) {
  return (
    <div>
      {group.title !== null && <p className={classes['title']}>{group.title}</p>}
      <ul className={classes['list']}>
        {group.places.map(({ to, label, icon }) => (
          <li key={to}>
            <Link
              to={to}
              className={classes['link'] ?? ''}
              activeOptions={{ exact: to === '/' || to === '/operator', includeSearch: false }}
              activeProps={{ 'data-active': true }}
              {...(onChosen === undefined ? {} : { onClick: onChosen })}
            >
              <Icon name={icon} />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
