/* excerpt: a piece of a file's text that is short enough to be quoted in a message. */
#ifndef DATA_EXCERPT_H
#define DATA_EXCERPT_H

typedef struct excerpt { /* by value: excerpt_of(cell).text lives to the end of the expression */
    char text[64];
} excerpt;

excerpt excerpt_of(const char *text); /* a longer text is cut at a letter and ends in "..." */
#endif
