/** First and last names that go together, by script. */
export interface NamePool {
  readonly first: readonly string[];
  readonly last: readonly string[];
  /** Out of a hundred users, how many have such a name. */
  readonly share: number;
}

const words = (text: string) => text.split(" ");

export const namePools: readonly NamePool[] = [
  {
    first: words(
      "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Karen Charles Sarah Olivia Noah Emma Liam Ava Ethan Grace Lucas Chloe Mason",
    ),
    last: words(
      "Smith Johnson Williams Brown Jones Garcia Miller Davis Wilson Anderson Taylor Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Baker",
    ),
    share: 50,
  },
  {
    first: words("Zoë José Łukasz Søren Åsa Jürgen François Žofie Şebnem Ngọc Siân Ólafur Ioana Márton Ñusta"),
    last: words(
      "Müller Núñez Wałęsa Sørensen Åkesson Großmann Lefèvre Dvořák Yılmaz Nguyễn Ó’Súilleabháin Þórsson Șerban",
    ),
    share: 18,
  },
  {
    first: words("Анна Иван Олена Дмитро Марія Сергей"),
    last: words("Петрова Кузнецов Шевченко Ткачук Йорданова"),
    share: 6,
  },
  { first: words("Ελένη Γιώργος Σοφία Νίκος"), last: words("Παπαδοπούλου Νικολάου Γεωργίου"), share: 3 },
  { first: words("محمد فاطمة يوسف ليلى"), last: words("العلي حسن الخطيب"), share: 4 },
  { first: words("נועה יוסף תמר דוד"), last: words("כהן לוי מזרחי"), share: 2 },
  { first: words("प्रिया राहुल अनन्या विक्रम"), last: words("शर्मा पटेल वर्मा"), share: 4 },
  { first: words("สมชาย ปรียา อนันต์"), last: words("ใจดี ศรีสุข"), share: 2 },
  { first: words("伟 芳 秀英 小明"), last: words("王 李 张 欧阳"), share: 5 },
  { first: words("さくら 健太 美咲"), last: words("佐藤 鈴木 高橋"), share: 3 },
  { first: words("민준 서연 지우"), last: words("김 이 박"), share: 3 },
];

/** Names that a program may mistake for something else: syntax of menus, links, pages, spreadsheets and queries. */
export const awkwardNames: readonly (readonly [first: string, last: string])[] = [
  ["Siobhán", "O'Brien-Smythe"],
  ["$(trash)", "Icon"],
  ["[Reset](command:workbench.action.closeWindow)", "Link"],
  ["<img src=x onerror=alert(1)>", "Markup"],
  ["<b>Bold</b>", "&amp; Entity"],
  ["👩‍💻 Émilie", "🦊"],
  ["**Star**", "_Underscore_"],
  ['=HYPERLINK("http://example.com","x")', "Formula"],
  ["\u202Egnp.tsil", "Override"],
  ["Ren & Stimpy", "100% +1 #hash?"],
  ["$$USER", "Wildcard"],
  ['"Quoted", Comma;', "Semicolon"],
  ["C:\\Users\\new", "Backslash"],
  ["Wolfeschlegelsteinhausenbergerdorff".repeat(5), "Hubert-Blaine ".repeat(4).trim()],
  ["x", "Y"],
  ["null", "undefined"],
  ["Two  Spaces", "Inside"],
  ["`code`", "${dollar}"],
  ["İbrahim", "Iıİi"],
  ["عمر‏", "Smith"],
];

export const titles: readonly string[] = [
  "Project Manager",
  "Designer",
  "Copywriter",
  "Developer",
  "Account Director",
  "Traffic Coordinator",
  "Analyst",
  "Producer",
  "Head of Marketing & Communications",
  "Réviseure",
  "営業部長",
];

export const groupNames: readonly string[] = [
  "Marketing",
  "Creative Services",
  "IT",
  "Finance",
  "Legal & Compliance",
  "Human Resources",
  "Sales EMEA",
  "Sales Americas",
  "R&D",
  "Événements",
  "東京オフィス",
  "Operations (do not use)",
];

export const teamNames: readonly string[] = [
  "Web",
  "Brand",
  "Print",
  "Video",
  "Mobile",
  "Data",
  "Service Desk",
  "Campaigns",
  "Localization",
  "Events",
];
