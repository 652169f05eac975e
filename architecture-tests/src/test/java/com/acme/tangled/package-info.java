/// A shop whose modules would all have to leave together.
@NullMarked
package com.acme.tangled;

import org.jspecify.annotations.NullMarked;
