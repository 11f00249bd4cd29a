// What is drawn on sheets of paper, which are light in both themes; `styles/tokens.css` has the same.

export const inkColour = "#211e1a";
export const penColour = "#d0281a";
