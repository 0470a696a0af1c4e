/** Words that made-up persons are put together from. Earlier ones are drawn more often. */

export const givenNames = (
  'mary james anna john elizabeth robert sarah michael emma william olivia david sophie thomas emily daniel laura ' +
  'george hannah charles lucy joseph alice peter grace samuel julia andrew clara benjamin martha edward helen henry ' +
  'rebecca stephen catherine matthew isabella anthony victoria patrick margaret alexander susan nicholas eleanor ' +
  'christopher frances philip rose simon amelia martin beatrice richard nora francis irene oliver judith leo ruth max ' +
  'diana hugo teresa felix agnes arthur louise frederick vera jacob monica adam claire oscar naomi walter stella ' +
  'theodore lydia vincent edith ralph miriam gilbert sylvia lawrence josephine'
).split(' ');

/** What people are called for short. */
export const nicknames: Readonly<Record<string, readonly string[]>> = {
  mary: ['molly', 'may'],
  james: ['jim', 'jamie'],
  anna: ['annie', 'ann'],
  john: ['jack', 'johnny'],
  elizabeth: ['liz', 'beth', 'betty'],
  robert: ['rob', 'bob', 'bobby'],
  sarah: ['sally', 'sara'],
  michael: ['mike', 'mick'],
  emma: ['em'],
  william: ['bill', 'will', 'liam'],
  david: ['dave'],
  thomas: ['tom', 'tommy'],
  emily: ['em', 'millie'],
  daniel: ['dan', 'danny'],
  charles: ['charlie', 'chuck'],
  joseph: ['joe'],
  samuel: ['sam'],
  andrew: ['andy', 'drew'],
  benjamin: ['ben'],
  edward: ['ed', 'ted'],
  helen: ['nell'],
  henry: ['harry'],
  rebecca: ['becky'],
  stephen: ['steve'],
  catherine: ['kate', 'cathy'],
  matthew: ['matt'],
  anthony: ['tony'],
  victoria: ['vicky'],
  patrick: ['pat'],
  margaret: ['maggie', 'peggy'],
  alexander: ['alex', 'sandy'],
  susan: ['sue'],
  nicholas: ['nick'],
  eleanor: ['ellie', 'nell'],
  christopher: ['chris', 'kit'],
  frances: ['fran'],
  philip: ['phil'],
  martin: ['marty'],
  richard: ['rick', 'dick'],
  frederick: ['fred'],
  theodore: ['ted', 'theo'],
  lawrence: ['larry'],
  josephine: ['jo', 'josie'],
};

const surnameStarts =
  'ash brad cole dun east fair gray hart hol ken lang mar nor oak park red sher stan thorn under whit win york ald bex ' +
  'cran dal elm fen glen hazel ing kirk lin mel new orm pres rams sel tal wal';
const surnameEnds = 'ford ham ley well wood ton field worth man son by croft den ridge stone shaw';
const commonSurnames =
  'smith jones taylor brown wilson evans thomas johnson roberts walker wright robinson thompson white hughes edwards ' +
  'green hall lewis harris clarke patel jackson turner martin cooper hill ward morris moore clark lee king baker ' +
  'harrison morgan allen scott murphy nguyen garcia kowalski novak rossi schmidt andersen silva';

function combine(starts: string, ends: string): string[] {
  return ends.split(' ').flatMap((end) => starts.split(' ').map((start) => start + end));
}

export const surnames = [...commonSurnames.split(' '), ...combine(surnameStarts, surnameEnds)];

export const cities = [
  ...'ashbourne brookfield carlton denholm eastleigh farnworth'.split(' '),
  ...combine(
    'ald birch clay deep elder fox gold haver iron juniper',
    'bridge mouth haven bury wick dale port minster stead combe',
  ),
];

export const streets = combine(
  'mill church station park victoria queen king green maple oak cedar elm high bridge river lake hill garden orchard ' +
    'chapel school meadow spring forest north south east west grove castle market harbour abbey tower willow rose ' +
    'poplar beech chestnut sunny',
  '+street +road +lane +avenue +drive +court',
).map((street) => street.replace('+', ' '));

/** How street types are written for short. */
export const shortStreets: Readonly<Record<string, string>> = {
  street: 'st',
  road: 'rd',
  lane: 'ln',
  avenue: 'ave',
  drive: 'dr',
  court: 'ct',
};

export const mailHosts = ['mail.example', 'post.example', 'inbox.example', 'web.example', 'office.example'];
