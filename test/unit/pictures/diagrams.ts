/** One diagram of each kind that is drawn, as people write them. */
export const diagrams: Readonly<Record<string, string>> = {
  flowchart: `flowchart TD
  A[Start: request arrives] --> B{Is it cached?}
  B -- yes --> C[(Cache)]
  B -->|no| D[[Fetch from origin]]
  subgraph Server
    D --> E([Store copy])
    E -.-> C
  end
  C ==> F((Answer))
  style F fill:#f9f,stroke:#333
  classDef hot fill:#fdd,stroke:#c00
  class D hot`,
  sequence: `sequenceDiagram
  autonumber
  participant B as Browser
  actor U as User
  participant S as Server
  U->>B: click Send
  B->>+S: POST /messages
  alt accepted
    S-->>-B: 202 Accepted
  else refused
    S--xB: 4xx
  end
  Note over B,S: The answer may be lost<br/>on the way
  loop every 2 s
    B->>S: poll
  end`,
  class: `classDiagram
  class Animal {
    <<interface>>
    +String name
    +int age
    +isMammal() bool
    #mate(Animal other)
  }
  Animal <|-- Duck : extends
  Animal "1" *-- "many" Leg
  class Duck{
    +String beakColor
    +swim()
    +quack()$
  }`,
  state: `stateDiagram-v2
  [*] --> local
  local --> uploaded : upload
  uploaded --> sending : send
  state sending {
    [*] --> held
    held --> leaving : after 10 s
    leaving --> [*]
  }
  sending --> sent
  sending --> unknown : no answer
  unknown --> sent : found
  sent --> [*]
  note right of unknown : never failed`,
  entities: `erDiagram
  CUSTOMER ||--o{ ORDER : places
  ORDER ||--|{ LINE-ITEM : contains
  CUSTOMER {
    string name PK
    string custNumber
    string sector
  }
  ORDER {
    int orderNumber
    string deliveryAddress "where to"
  }`,
  gantt: `gantt
  title Release plan
  dateFormat YYYY-MM-DD
  axisFormat %d %b
  section Design
  Draft            :done, a1, 2026-01-05, 10d
  Review           :active, a2, after a1, 5d
  section Build
  Renderer         :crit, b1, after a2, 15d
  Outbox           :b2, after a2, 12d
  Release          :milestone, m1, after b1, 0d`,
  pie: `pie showData title Where time goes
  "Waiting" : 42
  "Rendering" : 28.5
  "Network" : 15`,
  gitGraph: `gitGraph
  commit id: "init"
  branch develop
  commit
  commit tag: "v0.1"
  checkout main
  merge develop
  commit type: HIGHLIGHT
  branch fix
  commit`,
  mindmap: `mindmap
  root((Mail))
    Draft
      Header
      Body
    Render
      HTML
      Text
    ::icon(fa fa-book)
    Send[Send once]
      Ledger`,
  timeline: `timeline
  title History of mail
  1971 : First network mail
  1982 : SMTP : RFC 821
  1996 : MIME
  2004 : Gmail`,
  xychart: `xychart-beta
  title "Sales"
  x-axis [jan, feb, mar, apr, may]
  y-axis "Revenue" 0 --> 100
  bar [20, 45, 60, 80, 75]
  line [20, 45, 60, 80, 75]`,
  quadrant: `quadrantChart
  title Reach and engagement
  x-axis Low Reach --> High Reach
  y-axis Low Engagement --> High Engagement
  quadrant-1 Expand
  quadrant-2 Promote
  quadrant-3 Re-evaluate
  quadrant-4 Improve
  Campaign A: [0.3, 0.6]
  Campaign B: [0.45, 0.23]`,
  journey: `journey
  title My working day
  section Go to work
    Make tea: 5: Me
    Go upstairs: 3: Me
    Do work: 1: Me, Cat
  section Go home
    Go downstairs: 5: Me`,
  requirement: `requirementDiagram
  requirement test_req {
    id: 1
    text: the test text.
    risk: high
    verifymethod: test
  }
  element test_entity {
    type: simulation
  }
  test_entity - satisfies -> test_req`,
  c4: `C4Context
  title System Context
  Person(a, "Customer", "A customer of the bank")
  System(b, "Banking System", "Lets customers view accounts")
  Rel(a, b, "Uses")`,
  sankey: `sankey-beta
Agri,Bio,124.7
Bio,Liquid,10
Bio,Losses,26
Bio,Solid,88.7`,
  block: `block-beta
  columns 3
  a["A"] b["B label"] c["C"]
  d:3
  a --> d`,
  packet: `packet-beta
  0-15: "Source Port"
  16-31: "Destination Port"
  32-63: "Sequence Number"`,
  kanban: `kanban
  Todo
    [Write docs]
    t2[Fix bug]
  Done
    t3[Release]`,
  architecture: `architecture-beta
  group api(cloud)[API]
  service db(database)[Database] in api
  service disk1(disk)[Storage] in api
  service server(server)[Server] in api
  db:L -- R:server
  disk1:T -- B:server`,
  radar: `radar-beta
  axis m["Math"], s["Science"], e["English"]
  curve a["Alice"]{85, 90, 80}
  curve b["Bob"]{70, 75, 85}
  max 100
  min 0`,
  treemap: `treemap-beta
"Section 1"
    "Leaf 1.1": 12
    "Section 1.2"
      "Leaf 1.2.1": 12
"Section 2"
    "Leaf 2.1": 20`,
};
