//! The curves that statistics stand on, each with its source and what its error was
//! measured to be. Nothing comes from the platform: a browser and a server get the same
//! digits.

pub mod beta;
pub mod binomial;
pub mod chi_square;
pub mod gamma;
pub mod hypergeometric;
pub mod normal;
pub mod student;
