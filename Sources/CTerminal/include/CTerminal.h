#ifndef GRAMARYE_CTERMINAL_H
#define GRAMARYE_CTERMINAL_H

/// The columns of the terminal behind a file descriptor, 0 where there is none.
int terminal_columns(int descriptor);

#endif
