/* aid_town: a made-up town of six squares whose names, titles and figures are long, with a theme
 * that has nothing, a missing figure and figures below zero. */
#ifndef AID_TOWN_H
#define AID_TOWN_H
#include "atlas/atlas.h"

#define AID_TOWN_LONG  "Norra Långabyggnadsnamnsområdet vid den yttre ringvägen och kyrkan"
#define AID_TOWN_FIRST "Nordvästra Långabyggnadsområdet och Kyrkbyn vid sjön"
#define AID_TOWN_THIRD "Sammanhängandegrönområdesförvaltningen"

/* Keys, which are names: the first, "B", the third, "D", "E", "F".  Indicators "r", of 2020 and
 * 2024, lower is better, and "s", shares. */
const atlas *aid_town(void);
#endif
